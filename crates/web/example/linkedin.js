// Behaves like LinkedIn's Insight Tag: a pixel that sets cookies of its own domain.
(() => {
  const home = new URL(document.currentScript.src).origin;
  new Image().src = `${home}/linkedin/px.gif?url=${encodeURIComponent(location.href)}`;
})();
