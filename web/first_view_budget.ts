import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';

type Chunks = Rollup.OutputBundle;

/** The entry script and everything it imports before anything is shown. */
function firstView(bundle: Chunks): Rollup.OutputChunk[] {
  const seen = new Map<string, Rollup.OutputChunk>();
  const visit = (name: string) => {
    const chunk = bundle[name];
    if (chunk?.type !== 'chunk' || seen.has(name)) return;
    seen.set(name, chunk);
    chunk.imports.forEach(visit);
  };
  for (const [name, chunk] of Object.entries(bundle))
    if (chunk.type === 'chunk' && chunk.isEntry) visit(name);
  return [...seen.values()];
}

/** Fails the build when the first view's script is larger than `bytesMax`, compressed. */
export function firstViewBudget(bytesMax: number): Plugin {
  return {
    name: 'first-view-budget',
    apply: 'build',
    writeBundle(_options, bundle) {
      const bytes = firstView(bundle).reduce((sum, each) => sum + gzipSync(each.code).length, 0);
      const text = `first view: ${bytes} bytes of script compressed, ${bytesMax} are allowed`;
      if (bytes > bytesMax) this.error(text);
      this.info(text);
    },
  };
}
