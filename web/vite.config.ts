import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const server = process.env.THIDUA_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [tailwindcss(), sveltekit(), svelteTesting()],
  build: {
    // The oldest browsers found on the officials' machines.
    target: ['chrome109', 'firefox115', 'safari15.6'],
    // A data: URL for a font or an icon would escape the long-lived cache of hashed files.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: { '/graphql': server, '/files': server, '/audit.csv': server },
  },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'jsdom',
    restoreMocks: true,
  },
});
