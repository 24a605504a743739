import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type PrometheusClient, preview } from '@attest/dashboards/preview';
import { judge, renderHtml } from '@attest/evidence';
import { arborKumori as platform } from '@attest/platform';
import sparticuz from '@sparticuz/chromium';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleClaims, sampleRun } from '../../evidence/src/testing/sample-run.js';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const screenshots = path.join(root, 'artifacts/screenshots');
let folder: string;
let browser: Browser;

const widths = { phone: 390, desktop: 1400 } as const;
const pages = [
  'dashboards.html',
  'report.html',
  'runbooks/high_error_rate.html',
  'runbooks/index.html',
] as const;
const views = pages.flatMap((page) =>
  (['phone', 'desktop'] as const).flatMap((device) =>
    (['light', 'dark'] as const).map((scheme) => ({ page, device, scheme })),
  ),
);

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'attest-pages-'));
  mkdirSync(screenshots, { recursive: true });
  const { html } = await preview({
    platform,
    environment: 'production',
    client: waves,
    prometheus: 'prometheus:9090',
    now: new Date('2026-01-01T12:00:00Z'),
    minutes: 60,
    scrapeSeconds: 15,
    runbooks: 'runbooks',
  });
  writeFileSync(path.join(folder, 'dashboards.html'), html);
  const evidence = sampleRun();
  writeFileSync(
    path.join(folder, 'report.html'),
    await renderHtml({ verdict: judge(sampleClaims, evidence), evidence }),
  );
  const eleventy = path.join(root, 'node_modules/@11ty/eleventy/cmd.cjs');
  await run(
    process.execPath,
    [eleventy, '--config=runbooks/site/eleventy.config.js', `--output=${path.join(folder, 'runbooks')}`],
    { cwd: root },
  );
  browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    // In a single process it dies with the first page that is closed.
    args: sparticuz.args.filter((argument) => !['--single-process', '--no-zygote'].includes(argument)),
    headless: true,
  });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Answers every query with five lines, one of them with a gap, under names as long as real ones. */
const waves: PrometheusClient = {
  range: async (query, { from, to, step }) =>
    ['arbor-api', 'kumori-api', 'arbor-workers', 'kumori-gpu-workers', 'database'].map((service, line) => ({
      labels: new Proxy({ service } as Record<string, string>, {
        get: (labels, label) =>
          labels[String(label)] ??
          (typeof label === 'string' && !label.startsWith('__') ? `${label}-${line}` : undefined),
      }),
      points: Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index): [number, number] => [
        from + index * step,
        line === 2 && index > 30 && index < 40
          ? Number.NaN
          : (1 + Math.sin(index / 9 + line)) * (query.length % 7) + line / 10,
      ]),
    })),
  instant: async () => [{ labels: {}, value: 1 }],
};

async function opened(
  page: string,
  device: keyof typeof widths,
  scheme: 'light' | 'dark',
  work: (page: Page, asked: string[]) => Promise<void>,
) {
  const context = await browser.newContext({
    viewport: { width: widths[device], height: 1000 },
    colorScheme: scheme,
    bypassCSP: true,
  });
  try {
    const tab = await context.newPage();
    const asked: string[] = [];
    tab.on('request', (request) => asked.push(request.url()));
    await tab.goto(pathToFileURL(path.join(folder, page)).href);
    await work(tab, asked);
  } finally {
    await context.close();
  }
}

describe.each(views)('$page on a $device, $scheme', ({ page, device, scheme }) => {
  it('fits, has no empty picture, can be read, and asks nobody for anything', async () => {
    await opened(page, device, scheme, async (tab, asked) => {
      const file = `${page.replaceAll('/', '-').replace('.html', '')}-${device}-${scheme}.png`;
      await tab.screenshot({ path: path.join(screenshots, file), fullPage: true, timeout: 120_000 });
      expect(asked, 'requests').toEqual([pathToFileURL(path.join(folder, page)).href]);
      expect(await tab.evaluate(beyondTheEdge), 'beyond the edge').toEqual([]);
      expect(await tab.evaluate(badPictures), 'pictures').toEqual([]);
      expect(await tab.evaluate(paleLabels), 'labels of pictures').toEqual([]);
      await tab.evaluate(axe.source);
      const { violations } = await tab.evaluate(() =>
        (globalThis as never as { axe: typeof axe }).axe.run({ runOnly: ['wcag2a', 'wcag2aa'] }),
      );
      expect(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)])).toEqual([]);
    });
  });
});

it('the search finds a runbook by what somebody sees', async () => {
  await opened('runbooks/index.html', 'phone', 'light', async (tab) => {
    await tab.fill('#search', 'wrtes hang');
    await expect.poll(() => tab.textContent('#found li a')).toContain('no_synchronous_standby');
    await tab.keyboard.press('Enter');
    await tab.waitForURL(/no_synchronous_standby\.html$/);
    expect(await tab.textContent('h1')).toBe('no_synchronous_standby');
  });
});

it('every link of the runbooks leads to a page that is there', async () => {
  await opened('runbooks/index.html', 'desktop', 'light', async (tab) => {
    const links = await tab.evaluate(() =>
      [...document.querySelectorAll('main a')].map((link) => (link as HTMLAnchorElement).href),
    );
    const missing = new Set<string>();
    for (const link of new Set(links)) {
      await tab.goto(link);
      for (const next of await tab.evaluate(() =>
        [...document.querySelectorAll('main a')].map((each) => (each as HTMLAnchorElement).href),
      ))
        if (next.startsWith('file:') && !isThere(next)) missing.add(next);
    }
    expect(links.length).toBeGreaterThan(50);
    expect([...missing]).toEqual([]);
  });
});

function isThere(url: string): boolean {
  try {
    readFileSync(new URL(url.split('#')[0] ?? ''));
    return true;
  } catch {
    return false;
  }
}

describe('the checks', () => {
  const broken = (css: string, html = '') =>
    `<!doctype html><html lang="en"><head><title>x</title><meta name="viewport" content="width=device-width"><style>${css}</style></head><body>${html}</body></html>`;
  it.each([
    ['what is beyond the edge', broken('div{width:900px}', '<div>wide</div>'), beyondTheEdge],
    [
      'text that its box cuts off',
      broken('p{width:40px;overflow:hidden;white-space:nowrap}', '<p>a long sentence that is cut</p>'),
      beyondTheEdge,
    ],
    [
      'a picture without a line',
      broken('', '<div class="picture"><svg viewBox="0 0 9 9"></svg></div>'),
      badPictures,
    ],
    [
      'a label outside of its picture',
      broken(
        '',
        '<svg width="90" height="20" viewBox="0 0 90 20"><path d="M0 0L9 9L18 3"/><text x="80" y="10">far too long</text></svg>',
      ),
      badPictures,
    ],
    [
      'a label too pale to read',
      broken('body{background:#fff}', '<svg viewBox="0 0 90 20"><text y="9" fill="#ccc">pale</text></svg>'),
      paleLabels,
    ],
  ] as const)('catch %s', async (_what, html, check) => {
    writeFileSync(path.join(folder, 'broken.html'), html);
    await opened('broken.html', 'phone', 'light', async (tab) => {
      expect(await tab.evaluate(check as () => string[])).not.toEqual([]);
    });
  });
});

/** Runs in the page. Elements that reach over its edge, or whose text is cut off. */
function beyondTheEdge(): string[] {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')].flatMap((element) => {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || element.closest('svg') !== null) return [];
    const { overflowX } = getComputedStyle(element);
    const isCut = ['hidden', 'clip'].includes(overflowX) && element.scrollWidth > element.clientWidth + 1;
    return box.right > width + 1 || box.left < -1 || isCut
      ? [`${element.tagName}.${element.className} ${element.textContent?.slice(0, 40)}`]
      : [];
  });
}

/** Runs in the page. Pictures that show nothing, and labels that do not fit into theirs. */
function badPictures(): string[] {
  return [...document.querySelectorAll('svg')].flatMap((svg) => {
    const frame = svg.getBoundingClientRect();
    if (frame.width === 0 && !svg.closest('.picture')) return [];
    const lines = [...svg.querySelectorAll('path')].filter(
      (each) => (each.getAttribute('d') ?? '').length > 12,
    );
    const outside = [...svg.querySelectorAll('text')].filter((text) => {
      const box = text.getBoundingClientRect();
      return (
        box.width > 0 &&
        (box.left < frame.left - 1 ||
          box.right > frame.right + 1 ||
          box.bottom > frame.bottom + 2 ||
          box.top < frame.top - 2)
      );
    });
    const where = svg.closest('article')?.querySelector('h4')?.textContent ?? '';
    return [
      ...(lines.length === 0 ? [`${where}: empty`] : []),
      ...outside.map((text) => `${where}: «${text.textContent}» is cut`),
    ];
  });
}

/** Runs in the page. What a contrast checker for HTML does not look at: text in pictures, against what lies behind them. */
function paleLabels(): string[] {
  const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = (colour: string) => {
    const [r = 0, g = 0, b = 0] = channels(colour).map((value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element: Element | null): string => {
    for (let each = element; each !== null; each = each.parentElement) {
      const { backgroundColor } = getComputedStyle(each);
      if ((channels(backgroundColor)[3] ?? 1) > 0.99) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const pale = [...document.querySelectorAll('svg text')].flatMap((text) => {
    if (text.getBoundingClientRect().width === 0) return [];
    const [a, b] = [luminance(getComputedStyle(text).fill), luminance(behind(text.closest('svg')))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return contrast < 4.5 ? [`«${text.textContent}» ${contrast.toFixed(1)}`] : [];
  });
  return [...new Set(pale)];
}
