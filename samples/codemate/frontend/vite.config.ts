import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Two builds: what browsers load, published to S3 under /static, and the server that renders the pages, as one file.
export default defineConfig(({ isSsrBuild }) => ({
  plugins: [react()],
  base: '/static/',
  ssr: { noExternal: true },
  build: isSsrBuild
    ? { outDir: 'publish/server', target: 'node20', rolldownOptions: { output: { entryFileNames: 'server.mjs', codeSplitting: false } } }
    : { outDir: 'publish/static', assetsDir: '', assetsInlineLimit: 0, manifest: true, rolldownOptions: { input: 'src/client.tsx' } },
}));
