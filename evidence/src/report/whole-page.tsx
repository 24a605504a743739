import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { style } from './style.js';

/** Nothing is loaded and nothing is run; the page says so to the browser, which then forbids it. */
const contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One page that needs no network. */
export const wholePage = (title: string, content: ComponentChildren, ownStyle = ''): string =>
  `<!doctype html>\n${renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={contentPolicy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: style + ownStyle }} />
      </head>
      <body>
        <main>{content}</main>
      </body>
    </html>,
  )}\n`;
