// Goes into the gallery before the rules beside it: which screens there are, what in them can be used, and
// how a complaint is worded. Every rule answers with lines; none is good.
(() => {
  const usable = 'a[href], button, input, select, textarea, summary, [tabindex]';

  /** Name, element and shadow root of every specimen. */
  const screens = () => [...document.querySelectorAll('[data-gallery]')].map((section) => {
    const host = section.querySelector('h2 + *');
    return { name: section.dataset.gallery, host, root: host.shadowRoot, card: host.shadowRoot.querySelector('.card') };
  });

  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.hidden');

  /** What Tab stops at, in the order of the document; of radio buttons the one that is picked. */
  const stops = (root) => [...root.querySelectorAll(usable)].filter((element) => {
    if (element.disabled || element.tabIndex < 0 || !element.checkVisibility({ visibilityProperty: true })) return false;
    if (element.type !== 'radio') return true;
    const group = [...root.querySelectorAll(`[name="${element.name}"]`)];
    return element === (group.find(({ checked }) => checked) ?? group[0]);
  });

  /** What a finger aims at: of a box or a radio button the whole line it is in. */
  const targetOf = (element) => (['checkbox', 'radio'].includes(element.type) && element.closest('label')) || element;

  const told = ({ name }, element, what) => {
    const shown = element.nodeType === Node.TEXT_NODE ? element.data.trim() : element.outerHTML.replace(/ d="[^"]*"/g, '');
    return `${name}: ${what}: ${shown.slice(0, 140)}`;
  };

  /** Every rule looks at each screen by itself. */
  const each = (rule) => () => screens().flatMap((screen) => rule(screen).map(([element, what]) => told(screen, element, what)));

  window.access = { screens, isSeen, stops, targetOf, told, each };
})();
