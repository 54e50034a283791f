// Carries out a rule of Consent-O-Matic: as much of its format as our rule uses. What it does not know it throws at.
// `wanted` says by category whether its user agrees. Gives the names of the methods that were carried out.
(async (rule, wanted) => {
  const shown = (node) => node.offsetHeight !== 0 || node.offsetWidth !== 0;
  const all = (target, base) => {
    const strange = Object.keys(target).filter((key) => !["selector", "displayFilter", "childFilter"].includes(key));
    if (strange.length) throw new Error("target: " + strange);
    return [...base.querySelectorAll(target.selector)]
      .filter((node) => target.displayFilter === undefined || shown(node) === target.displayFilter)
      .filter((node) => !target.childFilter || all(target.childFilter.target, node).length > 0);
  };
  const matches = (matcher, base) => {
    const [found] = all(matcher.target, base);
    if (matcher.type === "css") return !!found;
    if (matcher.type === "checkbox") return found.checked;
    throw new Error("matcher: " + matcher.type);
  };
  const act = async (action, base) => {
    if (action.type === "list") for (const one of action.actions) await act(one, base);
    else if (action.type === "click") {
      const [found] = all(action.target, base);
      if (!found) throw new Error("nothing to click: " + action.target.selector);
      found.click();
    } else if (action.type === "foreach") for (const node of all(action.target, base)) await act(action.action, node);
    else if (action.type === "consent") {
      for (const { type, matcher, toggleAction } of action.consents) {
        if (matches(matcher, base) !== wanted[type]) await act(toggleAction, base);
      }
    } else throw new Error("action: " + action.type);
  };
  const detected = rule.detectors.some(
    (it) => it.presentMatcher.every((one) => matches(one, document)) && it.showingMatcher.every((one) => matches(one, document)),
  );
  if (!detected) throw new Error("not detected");
  const done = [];
  for (const name of ["HIDE_CMP", "OPEN_OPTIONS", "DO_CONSENT", "SAVE_CONSENT"]) {
    const method = rule.methods.find((it) => it.name === name);
    if (!method) continue;
    await act(method.action, document);
    done.push(name);
  }
  return done.join();
})
