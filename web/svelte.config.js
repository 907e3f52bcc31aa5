import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    // Third-party components decide for themselves; ours are all in runes mode.
    runes: true,
  },
  kit: {
    adapter: adapter({ pages: 'dist', assets: 'dist', fallback: 'index.html', strict: true }),
    alias: { $gql: 'src/gql' },
  },
};
