// How large and how far apart things are that a finger aims at (WCAG 2.5.8), and what this design promises.
(() => {
  const { each, isSeen, stops, targetOf } = access;
  const LEAST = 24;
  const PROMISED = 44;

  const centre = ({ left, top, width, height }) => [left + width / 2, top + height / 2];

  /** From a point to the nearest point of a box. */
  const distance = ([x, y], { left, right, top, bottom }) => Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));

  const targets = (root) => [...new Set([...root.querySelectorAll('input[type="radio"]'), ...stops(root)].filter(isSeen).map(targetOf))];

  access.smallTargets = each(({ root }) => {
    const all = targets(root).map((element) => ({ element, box: element.getBoundingClientRect() }));
    const isSmall = ({ width, height }) => width < LEAST || height < LEAST;
    return all.filter(({ box }) => isSmall(box)).flatMap(({ element, box }) => {
      // The exception: a circle of 24 pixels round its middle touches neither another target nor its circle.
      const middle = centre(box);
      const crowded = all.some((other) => other.element !== element
        && (isSmall(other.box) ? Math.hypot(centre(other.box)[0] - middle[0], centre(other.box)[1] - middle[1]) < LEAST : distance(middle, other.box) < LEAST / 2));
      return crowded ? [[element, `${Math.round(box.width)} x ${Math.round(box.height)} pixels, with others near`]] : [];
    });
  });

  access.lowControls = each(({ root }) => [...root.querySelectorAll('.button, .choice, .option, .field input')].filter(isSeen)
    .filter((element) => element.getBoundingClientRect().height < PROMISED)
    .map((element) => [element, `lower than ${PROMISED} pixels`]));
})();
