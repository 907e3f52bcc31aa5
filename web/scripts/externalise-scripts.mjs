// The server's Content-Security-Policy is `script-src 'self'`: an inline script would not run. This moves the
// bootstrap that SvelteKit writes into index.html to a hashed file, and hashes theme.js so that both are cached for ever.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '..', 'dist');
const directory = '_app/immutable/boot';

function publish(name, source) {
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 10);
  const path = `${directory}/${name}.${hash}.js`;
  mkdirSync(join(dist, directory), { recursive: true });
  writeFileSync(join(dist, path), source);
  return `/${path}`;
}

const page = join(dist, 'index.html');
let html = readFileSync(page, 'utf8');

const theme = join(dist, 'theme.js');
html = html.replace('src="/theme.js"', `src="${publish('theme', readFileSync(theme, 'utf8').trim())}"`);
rmSync(theme);

html = html.replace(
  /<script>([\s\S]*?)<\/script>/g,
  (_, source) => `<script src="${publish('start', source.replace(/^\t+/gm, '').trim())}"></script>`,
);

const inline = html.match(/<script(?![^>]*\bsrc=)[^>]*>|\son\w+\s*=|javascript:/i);
if (inline) {
  console.error(`index.html still holds an inline script: ${inline[0].trim()}`);
  process.exit(1);
}
writeFileSync(page, html);
