import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** One chunk per library family, so that a release of the console does not invalidate them in the browser's cache. */
const vendors = [
  { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
  { name: 'charts', test: /node_modules\/(echarts|zrender)\// },
  { name: 'editor', test: /node_modules\/(@codemirror|@lezer|@uiw|codemirror|style-mod|crelt|w3c-keyname)\// },
];

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 1200,
    rolldownOptions: { output: { codeSplitting: { groups: vendors } } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8088' } },
});
