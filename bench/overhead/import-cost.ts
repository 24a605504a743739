/** Prints how long it takes to import the modules that are named. */
const startMs = performance.now();
for (const name of process.argv.slice(2)) await import(name);
process.stdout.write(String(performance.now() - startMs), () => process.exit());
