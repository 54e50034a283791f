// Behaves like Google Ads: a first-party id for ninety days, and a pixel that sets one of its own.
(() => {
  const home = new URL(document.currentScript.src).origin;
  document.cookie = `_gcl_au=1.1.${Math.floor(Math.random() * 1e9)}; Path=/; Max-Age=7776000; SameSite=Lax`;
  new Image().src = `${home}/ads/pixel.gif?p=${encodeURIComponent(location.pathname)}`;
})();
