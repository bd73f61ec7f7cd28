/**
 * Run in the page: what keeps somebody from using it. Names for controls, one heading, landmarks, a language, and text
 * that stands out from its background (WCAG 2.2 AA: 4.5 to 1, 3 to 1 for large text).
 */
export const auditScript = `(() => {
  const faults = [];
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const where = (element) => element.outerHTML.slice(0, 90);

  if (!['ko', 'en'].includes(document.documentElement.lang)) faults.push('no language');
  if (all('h1').length !== 1) faults.push(all('h1').length + ' h1');
  for (const landmark of ['header', 'nav', 'main', 'footer']) if (all(landmark).length === 0) faults.push('no ' + landmark);
  for (const field of all('input:not([type=hidden]), select, textarea')) {
    if (field.labels.length === 0 && !field.ariaLabel) faults.push('no label: ' + where(field));
  }
  for (const control of all('a[href], button')) {
    if (!control.ariaLabel && control.textContent.trim() === '') faults.push('no name: ' + where(control));
  }
  for (const nav of all('nav')) if (!nav.ariaLabel) faults.push('nav without a name');

  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const paint = (colors) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const color of colors) {
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((part) => {
      const c = part / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim() === '' || !shown(element) || element.closest('svg, :disabled, option, .skip')) continue;
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.unshift(getComputedStyle(at).backgroundColor);
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const [back, front] = [paint(layers), paint([...layers, color])].map(luminance);
    const ratio = (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05);
    const px = Number.parseFloat(fontSize);
    const large = px >= 24 || (px >= 18.66 && Number(fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faults.push('contrast ' + ratio.toFixed(2) + ': ' + where(element));
  }
  return faults;
})()`;
