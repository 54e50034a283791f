// Behaves like Google Analytics: a first-party id for thirteen months, and a report of every page.
(() => {
  const home = new URL(document.currentScript.src).origin;
  const keep = "; Path=/; Max-Age=34128000; SameSite=Lax";
  const id = (document.cookie.match(/(?:^|; )_ga=([^;]+)/) || [])[1] || `GA1.1.${Math.floor(Math.random() * 1e9)}.${Math.floor(Date.now() / 1000)}`;
  document.cookie = `_ga=${id}${keep}`;
  document.cookie = `_ga_DEMO1=GS1.1.${Math.floor(Date.now() / 1000)}${keep}`;
  new Image().src = `${home}/ga/collect?cid=${id}&dp=${encodeURIComponent(location.pathname)}`;
})();
