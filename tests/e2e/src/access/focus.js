// Where the focus is can be seen at every stop (WCAG 2.4.7, 2.4.11, 1.4.11), and nothing lies over it.
(() => {
  const { screens, stops, told } = access;
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });

  /** Red, green, blue and opacity of any colour CSS knows. */
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const luminance = (colour) => {
    const [r, g, b] = [...rgb(colour)].slice(0, 3).map((byte) => byte / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };

  const parent = (element) => element.parentElement ?? element.getRootNode().host;
  /** The colour an outline beside the element stands on. */
  const ground = (element) => {
    for (let around = parent(element); around; around = parent(around)) {
      const { backgroundColor } = getComputedStyle(around);
      if (rgb(backgroundColor)[3] === 255) return backgroundColor;
    }
    return 'white';
  };

  /** The outline of the element or of the line it is in. */
  const outlined = (element) => [element, element.closest('label')].filter(Boolean).find((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });

  const wrong = (element) => {
    element.focus({ focusVisible: true });
    if (element.getRootNode().activeElement !== element) return 'takes no focus';
    const ring = outlined(element);
    if (!ring) return 'no outline';
    const ratio = contrast(getComputedStyle(ring).outlineColor, ground(ring));
    if (ratio < 3) return `outline with a contrast of ${ratio.toFixed(2)}`;
    const { left, top, width, height } = ring.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const above = element.getRootNode().elementFromPoint(x, y);
    if (y < 0 || y > innerHeight) return 'out of sight';
    return ring.contains(above) || above?.contains(ring) ? undefined : `under ${above?.localName}.${above?.className}`;
  };

  access.unseenFocus = () => screens().flatMap((screen) => stops(screen.root).flatMap((element) => {
    const what = wrong(element);
    return what ? [told(screen, element, what)] : [];
  }));
})();
