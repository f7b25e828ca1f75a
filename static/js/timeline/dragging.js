// Something dragged sideways: it begins after a few pixels, so that a click stays a click; Escape and a second finger
// give it up. `take` says what was taken hold of, if anything; the other three are told of that.

const A_DRAG = 4; // pixels

export function onDrag(element, { take, move, drop, giveUp, click = () => {} }) {
  let from = null;
  const escape = (event) => event.key === "Escape" && stop();

  function end() {
    const was = from;
    from = null;
    element.toggleAttribute("data-dragging", false);
    document.removeEventListener("keydown", escape);
    return was;
  }
  function stop() {
    const was = end();
    if (was?.isOn) giveUp(was);
  }

  element.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary) return stop();
    const taken = event.button === 0 && take(event);
    from = taken ? { ...taken, id: event.pointerId, x: event.clientX, isOn: false } : null;
  });
  element.addEventListener("pointermove", (event) => {
    if (from?.id !== event.pointerId) return;
    if (!event.buttons) return stop(); // it was let go elsewhere
    if (!from.isOn) {
      if (Math.abs(event.clientX - from.x) < A_DRAG) return;
      from.isOn = true;
      element.setPointerCapture(event.pointerId);
      element.toggleAttribute("data-dragging", true);
      document.addEventListener("keydown", escape);
    }
    move(event, from);
  });
  element.addEventListener("pointerup", (event) => {
    if (from?.id !== event.pointerId) return;
    if (!end().isOn) return click(event);
    const swallow = (after) => (after.preventDefault(), after.stopPropagation());
    element.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => element.removeEventListener("click", swallow, { capture: true }));
    drop();
  });
  element.addEventListener("pointercancel", (event) => from?.id === event.pointerId && stop());
}
