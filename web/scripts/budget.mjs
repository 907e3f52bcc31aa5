// Byte budgets of the built app: brotli, as the server sends it. Reads Vite's manifest, prints a table, fails when over.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const nodes = join(root, '.svelte-kit/generated/client-optimized/nodes');
const manifest = JSON.parse(
  readFileSync(join(root, '.svelte-kit/output/client/.vite/manifest.json'), 'utf8'),
);

const KB = 1024;
const budgets = {
  firstRouteJs: 75 * KB,
  firstRouteCss: 10 * KB,
  anyRouteJs: 110 * KB,
  // 300 KB for the campaign and its administration, 40 KB for each capability beside it (docs/adr/0008): initiatives.
  wholeApp: (300 + 3 * 40) * KB,
  fonts: 70 * KB,
};
// Where visits begin: the address itself, what it redirects to when nobody is signed in, and what is published.
const firstRoutes = ['/', '/sign-in', '/results', '/results/[code]'];
const shellTexts = ['common', 'enums'].map((name) => `src/lib/i18n/vi/${name}.json`);
// Nobody loads both languages; those who change it load the other texts once.
const otherTexts = 'src/lib/i18n/en/';
const explorer = 'src/routes/(app)/explorer';

// Files name each other by hashes, which compress by chance: the same sources would be sixty bytes more or less from one
// build to the next. So each hash is measured as eight letters of its place among the hashes of its file.
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
function steady(text) {
  let state = 1;
  const letter = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return letters[state >>> 26];
  };
  const names = new Map();
  const named = (hash) => {
    if (!names.has(hash)) names.set(hash, Array.from({ length: 8 }, letter).join(''));
    return names.get(hash);
  };
  return text.replaceAll(/(?<![\w-])[\w-]{8}(?=\.(?:js|css)\b)/g, named);
}

const sizes = new Map();
function brotli(file) {
  if (!sizes.has(file)) {
    const raw = readFileSync(join(dist, file));
    const bytes = /\.(js|css)$/.test(file) ? Buffer.from(steady(raw.toString('utf8'))) : raw;
    const size = brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }).length;
    sizes.set(file, size);
  }
  return sizes.get(file);
}

const total = (files) => [...files].reduce((sum, file) => sum + brotli(file), 0);

function filesBelow(directory) {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)));
}

/** Everything the browser loads for these entries without the person doing anything more. */
function closure(entries) {
  const js = new Set();
  const css = new Set();
  const visit = (key) => {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`the manifest has no ${key}`);
    if (js.has(chunk.file)) return;
    js.add(chunk.file);
    for (const file of chunk.css ?? []) css.add(file);
    for (const imported of chunk.imports ?? []) visit(imported);
  };
  entries.forEach(visit);
  return { js, css };
}

/** Which source files each of SvelteKit's numbered nodes stands for. */
const sources = new Map(
  readdirSync(nodes).map((name) => {
    const imports = [...readFileSync(join(nodes, name), 'utf8').matchAll(/from "([^"]+)"/g)];
    const key = relative(root, join(nodes, name));
    return [key, imports.map(([, path]) => relative(root, join(nodes, path)))];
  }),
);

const nodeOf = (test) => [...sources].filter(([, files]) => files.some(test)).map(([key]) => key);
const pages = [...new Set([...sources.values()].flat().filter((file) => /\/\+page\.svelte$/.test(file)))];
const entries = Object.keys(manifest).filter((key) => manifest[key].isEntry && !sources.has(key));
const boot = filesBelow(join(dist, '_app/immutable/boot'));

/** The texts a route asks for with `need(…)` in its own file and in the layouts around it. */
function textsOf(directory) {
  const around = directory.split('/').map((_, depth, steps) => steps.slice(0, depth + 1).join('/'));
  const files = [...around.map((step) => `${step}/+layout.ts`), `${directory}/+page.ts`];
  return files
    .filter((file) => existsSync(join(root, file)))
    .flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/\bneed\(([^)]*)\)/g)])
    .flatMap(([, names]) => [...names.matchAll(/'(\w+)'/g)])
    .map(([, name]) => `src/lib/i18n/vi/${name}.json`);
}

function measure(page) {
  const directory = dirname(page);
  const layouts = nodeOf(
    (file) => /\/\+layout\.(svelte|ts)$/.test(file) && `${directory}/`.startsWith(`${dirname(file)}/`),
  );
  const route = `/${relative('src/routes', directory)}`.replace(/\/\([^)]+\)/g, '') || '/';
  const isFirst = firstRoutes.includes(route);
  const { js, css } = closure([
    ...entries,
    ...layouts,
    ...nodeOf((file) => file === page),
    ...shellTexts,
    ...textsOf(directory),
  ]);
  boot.forEach((file) => js.add(file));
  return { route, isFirst, js: total(js), css: total(css), page };
}

const rows = [];
const add = (what, size, budget) =>
  rows.push({ what, size, budget, ok: budget === undefined || size <= budget });

const routes = pages.map(measure).sort((a, b) => a.route.localeCompare(b.route));
for (const { route, isFirst, js, css, page } of routes) {
  const isExplorer = page.startsWith(explorer);
  add(`${route}  JS`, js, isExplorer ? undefined : isFirst ? budgets.firstRouteJs : budgets.anyRouteJs);
  if (isFirst) add(`${route}  CSS`, css, budgets.firstRouteCss);
}

const all = filesBelow(dist);
const code = all.filter((file) => /\.(js|css)$/.test(file));
const appPages = pages.filter((page) => !page.startsWith(explorer));
const reachable = reach([
  ...entries,
  ...nodeOf((file) => /\/\+(layout|error)\./.test(file)),
  ...nodeOf((file) => appPages.includes(file)),
]);
add(
  'whole app in one language, without the explorer',
  total(code.filter((file) => reachable.has(file) || boot.includes(file))),
  budgets.wholeApp,
);
add(
  'fonts',
  all
    .filter((file) => /\.woff2?$/.test(file))
    .reduce((sum, file) => sum + statSync(join(dist, file)).size, 0),
  budgets.fonts,
);

/** As `closure`, but through dynamic imports too, save those that lead to a route's page. */
function reach(keys) {
  const found = new Set();
  const visit = (key) => {
    const chunk = manifest[key];
    if (found.has(chunk.file)) return;
    found.add(chunk.file);
    for (const file of chunk.css ?? []) found.add(file);
    const onDemand = (chunk.dynamicImports ?? []).filter(
      (target) => !sources.has(target) && !target.startsWith(otherTexts),
    );
    for (const next of [...(chunk.imports ?? []), ...onDemand]) visit(next);
  };
  keys.forEach(visit);
  return found;
}

const faults = rows.filter(({ ok }) => !ok).map(({ what }) => `over budget: ${what}`);
for (const file of all.filter((file) => file.endsWith('.woff'))) faults.push(`a .woff is shipped: ${file}`);

// Anything a browser would fetch from elsewhere. XML namespaces and links in error messages fetch nothing.
const fetching =
  /(?:src|href)\s*=\s*["'](?:https?:)?\/\/|url\(\s*["']?(?:https?:)?\/\/|@import\s+["'](?:https?:)?\/\/|(?:fetch|import|Worker|EventSource|WebSocket|importScripts)\(\s*["'`](?:https?:|wss?:)?\/\//i;
for (const file of all.filter((file) => /\.(html|js|css|svg|webmanifest)$/.test(file))) {
  const match = fetching.exec(readFileSync(join(dist, file), 'utf8'));
  if (match) faults.push(`another origin in ${file}: ${match[0]}`);
}

const show = (size) => `${(size / KB).toFixed(1)} KB`.padStart(9);
const width = Math.max(...rows.map(({ what }) => what.length));
for (const { what, size, budget, ok } of rows) {
  console.log(
    `${ok ? ' ' : '!'} ${what.padEnd(width)} ${show(size)}${budget === undefined ? '' : `  of ${show(budget)}`}`,
  );
}
for (const fault of faults) console.error(fault);
process.exit(faults.length > 0 ? 1 : 0);
