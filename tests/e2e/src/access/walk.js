// A walk with Tab through every screen, trying Enter and Space at each stop: takes down where the focus came and
// what the keys did there. Nothing is really pressed: the click is taken before the widget hears of it.
(() => {
  const { screens, stops, told } = access;
  const walk = [];
  let key;

  const NATIVE = 'select, [type="date"], [type="file"], [type="search"]';
  const arrive = ({ target }) => walk.push({ element: target, worked: new Set() });
  access.beginWalk = () => {
    access.expected = screens().flatMap((screen) => stops(screen.root).map((element) => ({ screen, element })));
    // A change of focus inside one shadow root is not told outside it.
    for (const { root } of screens()) root.addEventListener('focusin', arrive, true);
    addEventListener('keydown', (event) => {
      key = event.key;
      // What opens there is the browser's own and holds the focus; a search would draw what is walked through anew.
      if (event.composedPath()[0].matches?.(NATIVE) && [' ', 'Enter'].includes(key)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    }, true);
    addEventListener('click', (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      walk.at(-1)?.worked.add(key);
    }, true);
    const last = access.expected.at(-1).element;
    access.isOver = () => walk.some(({ element }) => element === last) && walk.at(-1).element !== last;
    document.querySelector('main h1').tabIndex = -1;
    document.querySelector('main h1').focus();
    return access.expected.length;
  };

  /** Which keys must do something there. */
  const keysOf = (element) => {
    if (element.matches(NATIVE)) return [];
    if (element.matches('a')) return ['Enter'];
    if (element.matches('button, summary')) return ['Enter', ' '];
    if (element.type === 'checkbox') return [' '];
    return element.type !== 'radio' && element.form ? ['Enter'] : [];
  };

  access.walked = () => {
    const still = access.expected.filter(({ element }) => element.isConnected && element.checkVisibility());
    const came = walk.map(({ element }) => element).filter((element) => element.isConnected);
    const never = still.filter(({ element }) => !came.includes(element)).map(({ screen, element }) => told(screen, element, 'never reached'));
    const known = still.map(({ element }) => element);
    const order = [...new Set(came)].filter((element) => known.includes(element));
    const jumped = order.findIndex((element, i) => element !== known.filter((one) => order.includes(one))[i]);
    const astray = jumped < 0 ? [] : [`the focus jumps to ${order[jumped].outerHTML.slice(0, 140)}`];
    const dead = still.flatMap(({ screen, element }) => {
      const worked = new Set(walk.filter((stop) => stop.element === element).flatMap((stop) => [...stop.worked]));
      return keysOf(element).filter((one) => !worked.has(one)).map((one) => told(screen, element, `"${one}" does nothing`));
    });
    return [...never, ...astray, ...dead];
  };
})();
