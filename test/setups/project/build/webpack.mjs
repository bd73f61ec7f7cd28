import { resolve } from 'node:path';
import webpack from 'webpack';
import { optional } from './optional.mjs';

/** Builds an ES module and CommonJS: `dist/alone/webpack.mjs` and `.cjs`. */
const compiler = webpack(
  [true, false].map((esm) => ({
    mode: 'none',
    target: 'node20',
    entry: resolve('dist/swc-esm/main.js'),
    output: {
      path: resolve('dist/alone'),
      filename: esm ? 'webpack.mjs' : 'webpack.cjs',
      module: esm,
      chunkFormat: esm ? 'module' : 'commonjs',
    },
    experiments: { outputModule: esm },
    optimization: { splitChunks: false },
    plugins: [
      new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 }),
      new webpack.IgnorePlugin({ checkResource: (request) => optional.includes(request) }),
    ],
  })),
);
compiler.run((error, stats) => {
  if (error ?? stats?.hasErrors()) throw error ?? new Error(stats?.toString({ colors: false }));
});
