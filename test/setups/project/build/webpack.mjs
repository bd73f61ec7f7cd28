import { basename, dirname, resolve } from 'node:path';
import webpack from 'webpack';
import { optional } from './optional.mjs';

const [, , format, outfile] = process.argv;
const esm = format === 'esm';
const compiler = webpack({
  mode: 'none',
  target: 'node20',
  entry: resolve('dist/swc-esm/main.js'),
  output: {
    path: resolve(dirname(outfile)),
    filename: basename(outfile),
    module: esm,
    chunkFormat: esm ? 'module' : 'commonjs',
  },
  experiments: { outputModule: esm },
  optimization: { splitChunks: false },
  plugins: [
    new webpack.optimize.LimitChunkCountPlugin({ maxChunks: 1 }),
    new webpack.IgnorePlugin({ checkResource: (request) => optional.includes(request) }),
  ],
});
compiler.run((error, stats) => {
  if (error ?? stats?.hasErrors()) throw error ?? new Error(stats?.toString({ colors: false }));
});
