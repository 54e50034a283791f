// Behaves like a dashboard for visits: a first-party id for thirteen months, and a report of every page.
(() => {
  const home = new URL(document.currentScript.src).origin;
  document.cookie = `funnelview_id=${Math.floor(Math.random() * 1e9)}; Path=/; Max-Age=34128000; SameSite=Lax`;
  new Image().src = `${home}/funnelview/visit.gif?page=${encodeURIComponent(location.pathname)}`;
})();
