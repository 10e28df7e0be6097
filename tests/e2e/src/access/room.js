// Whether everything has its room: no text beyond its card, its control or what cuts it off, none over another
// one. For a narrow window, larger text and wider spacing (WCAG 1.4.4, 1.4.10, 1.4.12).
(() => {
  const { each, isSeen, screens } = access;
  const SLACK = 1.5; // pixels: the box of a letter is a little larger than the letter

  /** Each line of text that is to be read, with its text node. */
  const lines = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.data.trim() || !isSeen(node.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      found.push(...[...range.getClientRects()].filter(({ width }) => width > 1).map((box) => ({ node, box })));
    }
    return found;
  };

  const beyond = (box, room) => box.left < room.left - SLACK || box.right > room.right + SLACK
    || box.top < room.top - 2 * SLACK || box.bottom > room.bottom + 2 * SLACK;
  const overlap = (a, b) => [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
  const collide = (a, b) => {
    const [x, y] = overlap(a, b);
    return x > SLACK && y > 3 * SLACK;
  };

  /** The boxes a line must stay in: its control, its card, and every ancestor that cuts off. */
  const rooms = (node) => {
    const around = [];
    for (let element = node.parentElement; element; element = element.parentElement) {
      const cuts = getComputedStyle(element).overflow !== 'visible';
      if (cuts || element.matches('button, .button, .option, summary, .card, .notice, .badge, .status')) around.push(element);
    }
    return around;
  };

  access.cramped = each(({ root }) => {
    const all = lines(root);
    const controls = [...root.querySelectorAll('button, input, a.button, svg[data-qr]')].filter(isSeen)
      .map((element) => ({ element, box: element.getBoundingClientRect() }));
    const cutOff = all.flatMap(({ node, box }) => rooms(node)
      .filter((element) => beyond(box, element.getBoundingClientRect()))
      .map((element) => [node, `beyond its ${element.className || element.localName}`]));
    const overText = all.flatMap(({ node, box }, i) => all.slice(i + 1)
      .filter((other) => other.node !== node && collide(box, other.box))
      .map((other) => [node, `over "${other.node.data.trim().slice(0, 30)}"`]));
    const overControl = all.flatMap(({ node, box }) => controls
      .filter(({ element, box: other }) => !element.contains(node) && collide(box, other))
      .map(({ element }) => [node, `over ${element.dataset.action ?? element.dataset.field ?? 'the image'}`]));
    return [...cutOff, ...overText, ...overControl];
  });

  const isTooNarrow = (element) => element.scrollWidth > element.clientWidth + 1;
  /** What needs scrolling sideways: the element as a whole, or something inside it. */
  access.sideways = each(({ host, root }) => [...root.querySelectorAll('*')]
    .filter((element) => isSeen(element) && !element.matches('input') && isTooNarrow(element)
      && !['visible', 'clip'].includes(getComputedStyle(element).overflowX))
    .concat(isTooNarrow(host) ? [host] : [])
    .map((element) => [element, `${element.scrollWidth} pixels in ${element.clientWidth}`]));

  /** As a person's own style would: everywhere, before everything else. */
  access.spaced = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-block-end: 2em !important; }');
    for (const { root } of screens()) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  };

  access.enlarged = (percent) => { document.documentElement.style.fontSize = `${percent}%`; };
})();
