// Behaves like Meta Pixel: a first-party id for ninety days, and a report of every page.
(() => {
  const home = new URL(document.currentScript.src).origin;
  const id = `fb.0.${Date.now()}.${Math.floor(Math.random() * 1e9)}`;
  document.cookie = `_fbp=${id}; Path=/; Max-Age=7776000; SameSite=Lax`;
  new Image().src = `${home}/meta/tr.gif?ev=PageView&fbp=${id}&dl=${encodeURIComponent(location.href)}`;
})();
