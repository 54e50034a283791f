// Covers parts of a picture before it leaves the browser: drag over the number, the photograph and whatever nobody
// needs to see. The picture that is handed in is drawn anew, so that what is covered is gone, and so are the camera's
// own notes about place and time. Without this script the page says how to cover a copy by hand.
"use strict";
for (const form of document.querySelectorAll("form[data-mask]")) {
  const input = form.querySelector("input[type=file]");
  const canvas = document.createElement("canvas");
  const hint = document.createElement("p");
  const undo = document.createElement("button");
  const bars = [];
  let picture = null;
  let from = null;
  canvas.className = "mask";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", form.dataset.maskLabel);
  hint.className = "hint";
  hint.textContent = form.dataset.maskHint;
  undo.type = "button";
  undo.className = "second";
  undo.textContent = form.dataset.maskUndo;
  const box = document.createElement("div");
  box.className = "field";
  box.hidden = true;
  box.append(hint, canvas, undo);
  input.closest(".field").after(box);

  const draw = (extra) => {
    const pen = canvas.getContext("2d");
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#000";
    for (const [x, y, w, h] of extra ? [...bars, extra] : bars) pen.fillRect(x, y, w, h);
  };
  const place = (event) => {
    const edge = canvas.getBoundingClientRect();
    return [((event.clientX - edge.left) * canvas.width) / edge.width, ((event.clientY - edge.top) * canvas.height) / edge.height];
  };
  const bar = ([x, y]) => [Math.min(from[0], x), Math.min(from[1], y), Math.abs(x - from[0]), Math.abs(y - from[1])];
  const put = () =>
    canvas.toBlob((blob) => {
      const files = new DataTransfer();
      files.items.add(new File([blob], "covered.jpg", { type: "image/jpeg" }));
      input.files = files.files;
    }, "image/jpeg", 0.85);

  input.addEventListener("change", async () => {
    const file = input.files[0];
    if (!file || file.name === "covered.jpg") return;
    bars.length = 0;
    box.hidden = true;
    if (!file.type.startsWith("image/")) return;
    try {
      picture = await createImageBitmap(file);
    } catch {
      return;
    }
    const scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    draw();
    put();
    box.hidden = false;
  });
  canvas.addEventListener("pointerdown", (event) => {
    from = place(event);
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (from) draw(bar(place(event)));
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!from) return;
    const drawn = bar(place(event));
    from = null;
    if (drawn[2] > 4 && drawn[3] > 4) bars.push(drawn);
    draw();
    put();
  });
  undo.addEventListener("click", () => {
    bars.pop();
    draw();
    put();
  });
}
