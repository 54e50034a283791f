// Finds the notice of a page, says what it is made of, and points at its controls. `roots` names the property under
// which closed roots are kept; `act` says what to do: look, the place of a control, ticking, links.
((roots, act, what) => {
  const within = (node) => node[roots] ?? node.shadowRoot ?? null;
  const every = function* (root) {
    let budget = 20000;
    const stack = [root];
    while (stack.length && budget > 0) {
      const node = stack.pop();
      budget--;
      if (node.nodeType === 1) yield node;
      const inner = node.nodeType === 1 ? within(node) : null;
      for (const child of [...(node.children ?? [])].reverse()) stack.push(child);
      if (inner) for (const child of [...inner.children].reverse()) stack.push(child);
    }
  };
  const textOf = (node) => {
    const inner = within(node);
    const own = inner ? [...inner.children].map((one) => one.innerText ?? "").join(" ") : "";
    return ((node.innerText ?? "") + " " + own).replace(/\s+/g, " ").trim();
  };
  const deepText = (node) => {
    let text = textOf(node);
    for (const one of every(node)) if (one !== node && within(one)) text += " " + textOf(one);
    return text;
  };
  const shown = (node) => {
    const box = node.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) return false;
    const style = getComputedStyle(node);
    return style.visibility !== "hidden" && style.display !== "none" && Number(style.opacity) > 0.1;
  };
  const COOKIE = /cookie|tracker|traceer|toestemming|consent|einwilligung|datenschutz|privacy|témoin|vie privée/i;
  const WORDS = {
    refuse: /\b(alles? (af)?weiger(en)?|weiger(en)?( alles?| alle)?|niet akkoord|afwijzen|alle cookies weigeren|reject( all)?( cookies)?|refuse( all)?|decline( all)?|deny( all)?|disagree|only (the )?(necessary|essential|required)|(use )?necessary( cookies)? only|continue without accepting|alleen (de )?(noodzakelijke|functionele|essentiële)|enkel noodzakelijke|nur (notwendige|erforderliche|essenzielle)|(alle )?ablehnen|tout refuser|continuer sans accepter|refuser)\b/i,
    accept: /\b(alles? (accepteren|toestaan)|accepteer( alle[s]?)?|accepteren|(ik ga )?akkoord|toestaan|accept( all)?( cookies)?|allow( all)?( cookies)?|agree( to all)?|i agree|got it|okay|ok(é)?|begrepen|prima|ja,? (graag|hoor)|alle akzeptieren|akzeptieren|zustimmen|einverstanden|tout accepter|accepter|j'accepte)\b/i,
    save: /\b(opslaan|bewaren|bevestig(en)?|save|confirm|speichern|enregistrer)\b/i,
    settings: /\b(instellingen|voorkeuren|zelf kiezen|aanpassen|beheren?|wijzig(en)?|meer opties|settings|preferences|options|customi[sz]e|manage|choose|configure|more choices|einstellungen|anpassen|personnaliser|paramétrer|cookiekeuze|cookie choice)\b/i,
    close: /^(×|x|✕|✖|sluiten.*|close.*|dicht|schließen|fermer)$/i,
  };
  const kindOf = (text) => {
    // Order matters: "weigeren" before "akkoord" in "niet akkoord", saving before choosing.
    if (WORDS.close.test(text)) return "close";
    if (WORDS.refuse.test(text)) return "refuse";
    if (WORDS.save.test(text)) return "save";
    if (WORDS.settings.test(text)) return "settings";
    if (WORDS.accept.test(text)) return "accept";
    return "other";
  };
  const say = (node) => ((node.getAttribute("aria-label") && !(node.innerText ?? "").trim() ? node.getAttribute("aria-label") : node.innerText ?? node.value ?? "") || node.value || node.getAttribute("aria-label") || node.title || "").replace(/\s+/g, " ").trim();
  const SELECTOR = "button,a,[role=button],input[type=button],input[type=submit]";
  const controlsOf = (banner) => [...every(banner)].filter((one) => one.matches(SELECTOR) && shown(one));
  const boxesOf = (banner) => [...every(banner)].filter((one) => one.matches("input[type=checkbox],[role=switch],[role=checkbox]"));

  const find = () => {
    const own = document.querySelector("#gestand[open]");
    if (own) return own;
    const hits = [];
    for (const node of every(document.documentElement)) {
      if (node === document.body || node === document.documentElement) continue;
      const style = getComputedStyle(node);
      const floats = style.position === "fixed" || style.position === "sticky";
      const dialog = node.matches("dialog[open],[role=dialog],[role=alertdialog],[aria-modal=true]");
      const named = /cookie|consent|cmp|gdpr|privacy/i.test(node.id + " " + (typeof node.className === "string" ? node.className : ""));
      if (!(floats || dialog || (named && style.position === "absolute"))) continue;
      if (!shown(node) && !within(node)) continue;
      const text = deepText(node);
      if (!COOKIE.test(text) || text.length > 12000) continue;
      if (controlsOf(node).length === 0) continue;
      hits.push(node);
    }
    // The innermost that still holds every control: what lies around it is shade.
    return hits.find((one) => !hits.some((other) => other !== one && one.contains(other) && controlsOf(other).length >= controlsOf(one).length)) ?? null;
  };

  const parse = (text) => {
    const found = /rgba?\(([^)]+)\)/.exec(text);
    if (!found) return [0, 0, 0, 0];
    const parts = found[1].split(/[\s,/]+/).map(Number);
    return [parts[0], parts[1], parts[2], parts.length > 3 ? parts[3] : 1];
  };
  const over = (top, under) => top.slice(0, 3).map((it, at) => it * top[3] + under[at] * (1 - top[3])).concat(1);
  const behind = (node) => {
    const layers = [];
    for (let one = node; one; one = one.parentElement ?? one.getRootNode().host ?? null) layers.push(parse(getComputedStyle(one).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((it) => { const one = it / 255; return one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => { const [high, low] = [light(one), light(other)].sort((a, b) => b - a); return Math.round(((high + 0.05) / (low + 0.05)) * 100) / 100; };
  const describe = (node) => {
    const style = getComputedStyle(node);
    const box = node.getBoundingClientRect();
    const surface = behind(node);
    const parent = node.parentElement ?? node.getRootNode().host ?? document.body;
    const framed = parseFloat(style.borderTopWidth) > 0 ? contrast(parse(style.borderTopColor), behind(parent)) : 1;
    return {
      kind: kindOf(say(node)), text: say(node).slice(0, 80),
      button: !node.matches("a") || surface.join() !== behind(parent).join() || framed > 1.5,
      size: [Math.round(box.width), Math.round(box.height)],
      letters: parseFloat(style.fontSize) || 0, weight: Number(style.fontWeight) || 400,
      contrast: contrast(over(parse(style.color), surface), surface),
      standing_out: Math.max(contrast(surface, behind(parent)), framed),
    };
  };
  const ticked = (banner) => boxesOf(banner).filter((one) => {
    const on = one.matches("input") ? one.checked : one.getAttribute("aria-checked") === "true";
    const locked = one.disabled || one.getAttribute("aria-disabled") === "true" || one.readOnly;
    return on && !locked;
  }).length;
  const covers = (banner) => {
    let hit = 0, all = 0;
    for (let x = 0.05; x < 1; x += 0.1) for (let y = 0.05; y < 1; y += 0.1) {
      all++;
      let node = document.elementFromPoint(innerWidth * x, innerHeight * y);
      if (node && (banner.contains(node) || node === banner || node.contains(banner) && node !== document.body && node !== document.documentElement)) hit++;
    }
    return hit / all;
  };
  const usable = (banner) => {
    if (banner.matches("dialog:modal")) return false;
    const body = getComputedStyle(document.body), root = getComputedStyle(document.documentElement);
    if ((body.overflowY === "hidden" || root.overflowY === "hidden") && document.documentElement.scrollHeight > innerHeight + 50) return false;
    return covers(banner) < 0.9;
  };
  const look = () => {
    const banner = find();
    if (!banner) return null;
    return {
      gestand: banner.id === "gestand", text: deepText(banner).slice(0, 600),
      controls: controlsOf(banner).slice(0, 40).map(describe),
      ticked: banner.id === "gestand" ? [...banner.querySelectorAll("input[value]:checked")].length : ticked(banner),
      covers: covers(banner), page_usable: usable(banner),
      links: [...every(banner)].some((one) => one.matches("a[href]") && /privacy|cookie|beleid|statement|policy|verklaring/i.test(say(one) + " " + one.href)),
      deeper_refuse: null, deeper_ticked: 0,
    };
  };
  const place = (node) => {
    if (!node) return null;
    node.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = node.getClientRects()[0];
    if (!box) return null;
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    let hit = document.elementFromPoint(x, y);
    while (hit && within(hit)?.elementFromPoint?.(x, y) && within(hit).elementFromPoint(x, y) !== hit) hit = within(hit).elementFromPoint(x, y);
    const free = hit && (node.contains(hit) || hit.contains(node) || hit === node);
    if (!free || what?.directly) { node.click(); return { clicked: true }; }
    return { x, y };
  };
  const control = (kind) => {
    const banner = find();
    if (!banner) return null;
    const own = { accept: "#gestand-accept", refuse: "#gestand-refuse", settings: "#gestand-choose", save: "#gestand-save" }[kind];
    if (banner.id === "gestand" && own) return banner.querySelector(own);
    const all = controlsOf(banner);
    return all.find((one) => kindOf(say(one)) === kind && !one.matches("a")) ?? all.find((one) => kindOf(say(one)) === kind) ?? null;
  };
  const reopener = () => {
    const own = document.querySelector("[data-gestand-open],#gestand-open");
    if (own && shown(own)) return own;
    const banner = find();
    for (const node of every(document.body)) {
      if (!node.matches(SELECTOR) || !shown(node) || banner?.contains(node)) continue;
      const text = say(node);
      if (text.length < 60 && /cookie|consent|privacy/i.test(text) && WORDS.settings.test(text)) return node;
    }
    return null;
  };
  switch (act) {
    case "look": return look();
    case "place": return place(control(what.kind));
    case "reopen": return place(reopener());
    case "purpose": {
      const box = document.querySelector("#gestand-" + CSS.escape(what.purpose));
      return box && !box.disabled ? (box.checked ? { clicked: true } : place(box)) : null;
    }
    case "untick": {
      const banner = find();
      if (!banner) return null;
      for (const one of boxesOf(banner)) {
        const on = one.matches("input") ? one.checked : one.getAttribute("aria-checked") === "true";
        if (on && !one.disabled) one.click();
      }
      return { clicked: true };
    }
    case "page": {
      const asks = document.querySelector("[data-service],[data-purpose]:not(#gestand *),script[src*='gestand']") !== null || find() !== null;
      const own = new Set(what.own);
      const links = [...document.querySelectorAll("a[href^='http']")].filter((one) => { try { return !own.has(new URL(one.href).hostname); } catch { return false; } });
      const policy = document.querySelector("meta[name=referrer]")?.content ?? "";
      const SHARE = /facebook|linkedin|twitter|(^|\.)x\.com|instagram|pinterest|whatsapp/;
      return {
        asks, settings: reopener() !== null,
        external: links.length,
        telling: links.filter((one) => !/noreferrer/.test(one.rel) && one.referrerPolicy !== "no-referrer" && policy !== "no-referrer").length,
        share: links.filter((one) => SHARE.test(new URL(one.href).hostname)).length,
        own: [...document.querySelectorAll("a[href]")].map((one) => one.href).filter((href) => { try { return own.has(new URL(href).hostname); } catch { return false; } }).slice(0, 400),
      };
    }
    case "fill": {
      // A mark of nobody in every field for an address or a name, as a visitor would type it; nothing is sent.
      let filled = 0;
      for (const one of document.querySelectorAll("input[type=email],input[type=text],input[name*=mail i],input[name*=name i],input[name*=naam i]")) {
        if (!shown(one) || one.disabled || one.readOnly || filled >= 20) continue;
        one.focus();
        one.value = /mail/i.test(one.type + one.name + one.id) ? what.email : what.name;
        for (const kind of ["input", "change"]) one.dispatchEvent(new Event(kind, { bubbles: true }));
        one.blur();
        filled++;
      }
      return filled;
    }
    case "keys": {
      const list = (kind) => { try { const store = globalThis[kind + "Storage"]; return Object.keys(store).slice(0, 500); } catch { return []; } };
      return { local: list("local"), session: list("session") };
    }
    default: return null;
  }
})
