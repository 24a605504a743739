/** Colours of the pictures, which cannot use the page's variables. Contrast with the ground is at least 4.5:1 for text. */
export interface ChartTheme {
  readonly name: 'light' | 'dark';
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly writes: string;
  readonly reads: string;
  readonly bad: string;
  readonly good: string;
  readonly promise: string;
  readonly faultBand: string;
  readonly failoverBand: string;
  readonly ground: string;
}

export const chartThemes: Readonly<Record<ChartTheme['name'], ChartTheme>> = {
  light: {
    name: 'light',
    text: '#1b1f27',
    muted: '#5d6675',
    line: '#e4e7ec',
    writes: '#4653c8',
    reads: '#0b7f74',
    bad: '#b42318',
    good: '#12734f',
    promise: '#9a5b00',
    faultBand: 'rgba(180, 35, 24, 0.05)',
    failoverBand: 'rgba(70, 83, 200, 0.10)',
    ground: '#ffffff',
  },
  dark: {
    name: 'dark',
    text: '#e8eaee',
    muted: '#9aa3b2',
    line: '#2a2f3a',
    writes: '#8f9bff',
    reads: '#3fc9b8',
    bad: '#ff8a7d',
    good: '#57d19d',
    promise: '#f0b352',
    faultBand: 'rgba(255, 138, 125, 0.07)',
    failoverBand: 'rgba(143, 155, 255, 0.14)',
    ground: '#14171d',
  },
};

/** No quotes: the drawing library writes the name into an attribute as it is. */
export const chartFont = 'system-ui, -apple-system, Roboto, Helvetica, Arial, sans-serif';
