// Runs before every page and frame of a journey: looks through shadow roots, and takes down what must not
// happen. It leaves the page alone, except that a frame being printed is recorded first.
(() => {
  if (self !== top && location.protocol === 'about:') {
    const print = window.print.bind(window);
    window.print = () => {
      const leaves = [...document.body.querySelectorAll('*')].filter((element) => !element.children.length);
      parent.e2e.printed.push(leaves.map((element) => element.textContent).filter(Boolean));
      print();
    };
    return;
  }

  const roots = (root = document) =>
    [root, ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? roots(shadowRoot) : []))];

  /** All that match in any root; `host >>> inside` looks in the host's own root only. */
  const all = (selector) => {
    const [outer, inside] = selector.split(' >>> ');
    const found = roots().flatMap((root) => [...root.querySelectorAll(outer)]);
    return inside ? found.flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll(inside)]) : found;
  };
  const seen = (selector) => all(selector).filter((element) => element.checkVisibility({ visibilityProperty: true }));

  /** The focused element, in whatever root; the body when the focus is in the browser's own frame. */
  const focused = () => {
    if (!document.hasFocus()) return document.body;
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  };

  /** Of a focus that nobody can see: where it is, and what is missing. */
  const hiddenFocus = () => {
    const element = focused();
    if (element === document.body) return null;
    const outlines = [element, element.closest('label')].filter(Boolean).map((outlined) => getComputedStyle(outlined));
    const isOutlined = outlines.some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2);
    const isShown = element.matches(':focus-visible');
    if (isOutlined && isShown) return null;
    return { element: element.outerHTML, isShown, outlines: outlines.map(({ outline }) => outline) };
  };

  /** Everything a person can read now. */
  const text = () => roots()
    .flatMap((root) => (root === document ? [document.body] : [...root.children]))
    .map((element) => element?.innerText ?? '').join('\n').replace(/\n\s*\n+/g, '\n');

  /** Everything in the tree, read or not: texts, attributes, frames and what stands in fields. */
  const everything = () => [
    ...roots().map((root) => (root === document ? document.documentElement : root).innerHTML),
    ...all('iframe').map(({ contentDocument }) => contentDocument?.documentElement.innerHTML ?? ''),
    ...all('input').map(({ value }) => value),
  ].join('\n').replace(document.querySelector('.hint')?.innerHTML ?? '', ''); // tells everybody the password

  const isOver = (animation) => animation.playState !== 'running' || animation.effect?.getComputedTiming().endTime === Infinity;
  // What has just appeared may begin to move in the next frame: still is what was so in two of them, however long
  // the engine takes for one. In a tab behind another one nothing moves on by itself, and no frame is drawn.
  let quiet = 0;
  let isDrawn = false;
  const isStill = () => {
    const moving = roots().flatMap((root) => root.getAnimations()).filter((animation) => !isOver(animation));
    if (document.hidden) moving.forEach((animation) => animation.finish());
    if (moving.length) quiet = 0;
    else if (isDrawn || document.hidden) quiet += 1;
    isDrawn = false;
    requestAnimationFrame(() => { isDrawn = true; });
    if (quiet < 2) return false;
    quiet = 0;
    return true;
  };

  const events = [];
  for (const name of ['ready', 'step', 'enrolled', 'cancelled', 'verified', 'changed', 'reauthenticate', 'error']) {
    document.addEventListener(`tweestap:${name}`, ({ detail, target }) =>
      events.push({ name, detail, gallery: target.closest('[data-gallery]')?.dataset.gallery }));
  }

  const violations = [];
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
    violations.push(`${effectiveDirective} ${blockedURI} ${sample}`);
    console.error('policy violated:', effectiveDirective, blockedURI, sample); // outlives the page
  });

  performance.setResourceTimingBufferSize(10_000); // the portal asks for its phone and clock every second

  /** An error of the page's own, for the judge of the judges: one thrown by a driver's script is none in Firefox. */
  const fails = (message) => void setTimeout(() => { throw new Error(message); });

  window.e2e = { fails, all, seen, focused, hiddenFocus, text, everything, isStill, events, violations, printed: [] };
})();
