// Runs in the measured page before its own scripts. Times are taken here, so that the driver's own delay
// is not counted. It looks and clicks; it changes nothing else.
(() => {
  const root = () => document.querySelector('tweestap-enrolment')?.shadowRoot;

  const there = (step, control) => {
    const view = root()?.querySelector(`[data-view="enrolment"][data-step="${step}"]`);
    if (!view || view.getAttribute('aria-busy') === 'true') return false;
    const found = view.querySelector(control);
    return Boolean(found && !found.disabled && found.checkVisibility());
  };

  // The task right after the frame in which it is there: that is when a person sees it.
  const shown = (step, control) => new Promise((resolve) => {
    const look = () => {
      if (!there(step, control)) return requestAnimationFrame(look);
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now());
      channel.port2.postMessage(0);
    };
    requestAnimationFrame(look);
  });

  const type = (field, value) => {
    const input = root().querySelector(`[data-field="${field}"]`);
    input.value = value;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  };

  window.visit = {
    // Milliseconds from navigation start.
    first: shown('method', '[data-action="choose-app"]'),
    key: () => root().querySelector('[data-key]').textContent.replace(/\s/g, ''),
    // Milliseconds from the click to the next step.
    async act({ fill = {}, click, step, control }) {
      Object.entries(fill).forEach(([field, value]) => type(field, value));
      const begun = performance.now();
      root().querySelector(`[data-action="${click}"]`).click();
      return (await shown(step, control)) - begun;
    },
  };
})();
