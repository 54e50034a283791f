// Runs in every frame before anything of the page. Says by which script something is stored and how browsers are told
// apart; keeps the roots that a page closes, so that a banner in one can be found. Hands out names, never values.
((tell, roots) => {
  const send = globalThis[tell];
  if (typeof send !== "function") return;
  delete globalThis[tell];
  const told = new Map();
  let left = 1500;
  const host = String(globalThis.location?.hostname ?? "");
  const say = (it) => {
    const what = { ...it, host };
    const key = JSON.stringify(what);
    const times = (told.get(key) ?? 0) + 1;
    told.set(key, times);
    // Powers of ten are enough to know how often.
    if (times !== 1 && times !== 10 && times !== 100 && times !== 1000) return;
    if (left-- <= 0) return;
    try { send(JSON.stringify({ ...what, times })); } catch { /* the page is going */ }
  };
  const NativeError = Error;
  const script = () => {
    const found = /(https?:\/\/[^\s)]+?):\d+:\d+/.exec(new NativeError().stack ?? "");
    return found ? found[1] : String(globalThis.location?.href ?? "");
  };
  const around = (owner, name, note) => {
    try {
      const real = owner[name];
      if (typeof real !== "function") return;
      const wrapped = { [name](...all) { try { note(this, all); } catch { /* looking never breaks a page */ } return Reflect.apply(real, this, all); } }[name];
      Object.defineProperty(owner, name, { ...Object.getOwnPropertyDescriptor(owner, name), value: wrapped });
    } catch { /* a page without it */ }
  };
  const seconds = (line) => {
    const age = /;\s*max-age\s*=\s*(-?\d+)/i.exec(line);
    if (age) return Number(age[1]);
    const expires = /;\s*expires\s*=\s*([^;]+)/i.exec(line);
    if (!expires) return null;
    const at = Date.parse(expires[1]);
    return Number.isNaN(at) ? null : Math.round((at - Date.now()) / 1000);
  };
  const doc = globalThis.Document?.prototype;
  const cookie = doc && Object.getOwnPropertyDescriptor(doc, "cookie");
  if (cookie?.set) {
    Object.defineProperty(doc, "cookie", {
      ...cookie,
      set(line) {
        try {
          const text = String(line);
          const domain = /;\s*domain\s*=\s*\.?([^;\s]+)/i.exec(text);
          say({ it: "cookie", name: text.split(";")[0].split("=")[0].trim().slice(0, 200), seconds: seconds(text), domain: domain ? domain[1] : null, script: script() });
        } catch { /* as above */ }
        return Reflect.apply(cookie.set, this, [line]);
      },
    });
  }
  if (globalThis.CookieStore) {
    around(CookieStore.prototype, "set", (_, [first]) => {
      const given = typeof first === "object" && first ? first : { name: first };
      say({ it: "cookie", name: String(given.name ?? "").slice(0, 200), seconds: given.expires ? Math.round((given.expires - Date.now()) / 1000) : null, domain: given.domain ?? null, script: script() });
    });
  }
  if (globalThis.Storage) {
    around(Storage.prototype, "setItem", (store, [key]) => {
      say({ it: "storage", kind: store === globalThis.sessionStorage ? "session" : "local", key: String(key).slice(0, 200), script: script() });
    });
  }
  if (globalThis.IDBFactory) around(IDBFactory.prototype, "open", (_, [name]) => say({ it: "storage", kind: "indexed-db", key: String(name).slice(0, 200), script: script() }));
  if (globalThis.CacheStorage) around(CacheStorage.prototype, "open", (_, [name]) => say({ it: "storage", kind: "cache", key: String(name).slice(0, 200), script: script() }));
  if (globalThis.ServiceWorkerContainer) around(ServiceWorkerContainer.prototype, "register", (_, [url]) => say({ it: "storage", kind: "service-worker", key: String(url).split("?")[0].slice(0, 200), script: script() }));
  const probe = (way) => () => say({ it: "probe", way, script: script() });
  if (globalThis.HTMLCanvasElement) {
    around(HTMLCanvasElement.prototype, "toDataURL", probe("canvas"));
    around(HTMLCanvasElement.prototype, "toBlob", probe("canvas"));
  }
  if (globalThis.OffscreenCanvas) around(OffscreenCanvas.prototype, "convertToBlob", probe("canvas"));
  if (globalThis.CanvasRenderingContext2D) {
    around(CanvasRenderingContext2D.prototype, "getImageData", probe("canvas"));
    // Measuring is common; measuring many families is how fonts are listed.
    const families = new Set();
    around(CanvasRenderingContext2D.prototype, "measureText", (context) => {
      families.add(context.font);
      if (families.size === 30) say({ it: "probe", way: "fonts", script: script() });
    });
  }
  for (const kind of ["WebGLRenderingContext", "WebGL2RenderingContext"]) {
    if (!globalThis[kind]) continue;
    around(globalThis[kind].prototype, "getParameter", (_, [what]) => {
      // Vendor and renderer, plain and unmasked.
      if ([0x1f00, 0x1f01, 0x9245, 0x9246].includes(what)) say({ it: "probe", way: "webgl", script: script() });
    });
    around(globalThis[kind].prototype, "readPixels", probe("webgl"));
  }
  if (globalThis.OfflineAudioContext) around(OfflineAudioContext.prototype, "startRendering", probe("audio"));
  if (globalThis.AnalyserNode) around(AnalyserNode.prototype, "getFloatFrequencyData", probe("audio"));
  if (globalThis.Navigator?.prototype.getBattery) around(Navigator.prototype, "getBattery", probe("battery"));
  if (globalThis.MediaDevices) around(MediaDevices.prototype, "enumerateDevices", probe("devices"));
  if (globalThis.RTCPeerConnection) around(RTCPeerConnection.prototype, "createOffer", probe("connection"));
  if (globalThis.FontFaceSet) {
    let asked = 0;
    around(FontFaceSet.prototype, "check", () => { if (++asked === 30) say({ it: "probe", way: "fonts", script: script() }); });
  }
  if (globalThis.Element) {
    const real = Element.prototype.attachShadow;
    const wrapped = { attachShadow(how) {
      const root = Reflect.apply(real, this, [how]);
      try { Object.defineProperty(this, roots, { value: root, configurable: true }); } catch { /* a sealed element */ }
      return root;
    } }.attachShadow;
    try { Object.defineProperty(Element.prototype, "attachShadow", { ...Object.getOwnPropertyDescriptor(Element.prototype, "attachShadow"), value: wrapped }); } catch { /* none */ }
  }
})
