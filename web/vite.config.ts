import { defineConfig } from 'vite';
import { firstViewBudget } from './first_view_budget';

const server = process.env.SMARTFIN_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  esbuild: { jsx: 'automatic', legalComments: 'none' },
  build: {
    target: ['es2022', 'chrome109', 'firefox115', 'safari16'],
    // The Content-Security-Policy allows no data: script, font or style.
    assetsInlineLimit: 0,
    outDir: process.env.SMARTFIN_WEB_OUT ?? '../build/web',
    emptyOutDir: true,
    reportCompressedSize: false,
    rollupOptions: {
      // Libraries mark their parts for servers that render; this client has none.
      onwarn: (warning, tell) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || tell(warning),
    },
  },
  plugins: [firstViewBudget(170_000)],
  server: { proxy: Object.fromEntries(['/api', '/docs', '/openapi.json'].map((p) => [p, server])) },
  test: { include: ['tests/logic/**/*.test.ts'], environment: 'node' },
} as Parameters<typeof defineConfig>[0]);
