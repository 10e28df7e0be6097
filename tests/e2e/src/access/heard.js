// What a screen reader says by itself, as far as it can be told from the page: what comes into a live region that
// was there before, and alerts; and where the focus goes, with what describes it there. `lost` is what was meant to
// be said and is not: words in a region that came together with them, was not rendered, or is busy.
(() => {
  if (self !== top) return;
  const LIVE = '[role="alert"], [role="status"]';
  const heard = [];
  const missed = [];
  const there = new WeakMap();
  let touched = new Set();

  const plain = (text) => text.replace(/\s+/g, ' ').trim();
  const regions = (node) => (node instanceof Element ? [node.closest(LIVE), ...node.querySelectorAll(LIVE)] : [node.parentElement?.closest(LIVE)]).filter(Boolean);

  const judge = () => {
    const now = touched;
    touched = new Set();
    for (const region of now) {
      const before = there.get(region);
      const words = plain(region.textContent);
      if (!region.isConnected) continue;
      there.set(region, { words, rendered: region.checkVisibility() });
      if (!words || words === before?.words) continue;
      const isAlert = region.role === 'alert';
      const isBusy = region.closest('[aria-busy="true"]');
      const isHeard = region.checkVisibility() && (isAlert || (before?.rendered && !isBusy));
      (isHeard ? heard : missed).push(`${region.role}: ${words}`);
    }
  };

  const watch = new MutationObserver((records) => {
    const idle = touched.size === 0;
    for (const { target, addedNodes } of records) for (const node of [target, ...addedNodes]) regions(node).forEach((region) => touched.add(region));
    if (idle && touched.size > 0) setTimeout(judge); // after everything that changes together has changed
  });
  // What is unfolded or shown is there from then on.
  const observe = (root) => watch.observe(root, { subtree: true, childList: true, characterData: true, attributeFilter: ['open', 'hidden'] });
  const description = (element) => plain((element.getAttribute('aria-describedby') ?? '').split(' ')
    .map((id) => element.getRootNode().getElementById(id)?.textContent ?? '').join(' '));
  const focus = ({ target }) => {
    if (target.shadowRoot) return;
    const name = target.dataset.field ?? target.dataset.action ?? `${target.localName} ${plain(target.textContent)}`;
    const more = description(target);
    heard.push(`focus: ${name}${more && ` (${more})`}`);
  };

  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function attach(options) {
    const root = attachShadow.call(this, options);
    observe(root);
    root.addEventListener('focusin', focus, true);
    return root;
  };
  /** The first step of an element is the page's business: it has opened it. */
  const opened = new WeakSet();
  document.addEventListener('tweestap:step', ({ target, detail }) => {
    heard.push(`${opened.has(target) ? 'step' : 'opened'}: ${detail.view} ${detail.step}`);
    opened.add(target);
  });

  const isDescribed = (line) => heard.some((said) => said.startsWith('focus: ') && said.includes(line.slice(line.indexOf(' ') + 1)));
  window.spoken = { heard, get lost() { return missed.filter((line) => !isDescribed(line)); } };
})();
