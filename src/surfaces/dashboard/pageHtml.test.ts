import { expect, it } from 'vitest';
import { pageHtml } from './pageHtml';

const sources = {
  script: 'https://editor.example/dist/dashboard.js',
  style: 'https://editor.example/dist/dashboard.css',
  cspSource: 'https://editor.example',
  nonce: 'n0nce',
  language: 'en',
  title: 'Dashboard: <script>alert(1)</script>"&',
  loading: '<img src=x onerror=alert(1)>',
};

it('lets in its own script and style, and nothing else', () => {
  const html = pageHtml(sources);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  expect(policy?.split('; ')).toEqual([
    "default-src 'none'",
    'img-src https://editor.example data:',
    'style-src https://editor.example',
    "script-src 'nonce-n0nce'",
  ]);
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).not.toMatch(/ on\w+="/);
  expect(html).not.toMatch(/ style="/);
});

it('escapes what it is told', () => {
  const html = pageHtml(sources);
  expect(html).toContain(
    '<title>Dashboard: &lt;script&gt;alert(1)&lt;/script&gt;&quot;&amp;</title>',
  );
  expect(html).not.toContain('<img');
});
