/**
 * How our programs are run. A function is optimized after a tenth of the usual work: what has served for weeks elsewhere is
 * seconds old here, and unoptimized code costs nearly twice the CPU of a request (2.0 ms against 1.1 ms, measured on an
 * instrumented Express instance), on a machine that runs a whole platform on two cores.
 *
 * Source: `node --v8-options` of Node.js 20, whose default is 135168.
 */
export const nodeFlags: readonly string[] = ['--interrupt-budget=13500'];
