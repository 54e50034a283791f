// Asks the browser for a passkey and hands us what it says. Without script, or without passkeys in this browser, its
// buttons stay hidden and every other way in works.
"use strict";
(() => {
  const buttons = document.querySelectorAll("button[data-passkey]");
  // Browsers give no passkeys to a site that is reached by a number.
  const named = !/^[\d.]+$|^\[/.test(location.hostname);
  if (!window.PublicKeyCredential || !navigator.credentials || !named) return;

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const post = async (path, body) => {
    const answer = await fetch(path, {
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/json" },
      body: JSON.stringify(body ?? {}),
    });
    const said = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(said.detail || said.title || "");
    return said;
  };

  const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  const make = async (options) => {
    const wanted = options.publicKey;
    const made = await navigator.credentials.create({
      publicKey: {
        ...wanted,
        challenge: bytes(wanted.challenge),
        user: { ...wanted.user, id: bytes(wanted.user.id) },
        excludeCredentials: known(wanted.excludeCredentials),
      },
    });
    return {
      id: made.id,
      rawId: text(made.rawId),
      type: made.type,
      extensions: {},
      response: {
        attestationObject: text(made.response.attestationObject),
        clientDataJSON: text(made.response.clientDataJSON),
        transports: made.response.getTransports ? made.response.getTransports() : [],
      },
    };
  };

  const ask = async (options) => {
    const wanted = options.publicKey;
    const given = await navigator.credentials.get({
      publicKey: {
        ...wanted,
        challenge: bytes(wanted.challenge),
        allowCredentials: known(wanted.allowCredentials),
      },
    });
    return {
      id: given.id,
      rawId: text(given.rawId),
      type: given.type,
      extensions: {},
      response: {
        authenticatorData: text(given.response.authenticatorData),
        clientDataJSON: text(given.response.clientDataJSON),
        signature: text(given.response.signature),
        userHandle: given.response.userHandle ? text(given.response.userHandle) : null,
      },
    };
  };

  for (const button of buttons) {
    const place = button.closest("[data-passkey-place]");
    const problem = place.querySelector("[data-passkey-problem]");
    const name = place.querySelector("input[name=name]");
    place.hidden = false;
    const section = button.closest("section[hidden]");
    if (section) section.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      problem.hidden = true;
      try {
        const asked = await post(button.dataset.begin);
        const answer = await (button.dataset.passkey === "make" ? make : ask)(asked.options);
        const done = await post(button.dataset.finish, {
          ceremony: asked.ceremony,
          answer,
          name: name ? name.value : "",
          next: button.dataset.next || null,
        });
        location.assign(done.to);
      } catch (error) {
        // What the browser says is for developers; what we say is for people.
        const ours = error instanceof Error && !(error instanceof DOMException) && error.message;
        problem.textContent = ours || problem.dataset.passkeyProblem;
        problem.hidden = false;
        button.disabled = false;
      }
    });
  }
})();
