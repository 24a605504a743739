const entry = (name: string) =>
  new URL(`../../../instrumentation/package/dist/${name}.js`, import.meta.url).href;

/** What services install, by subpath: the workspace itself is in some sixty files, which are read at every start. */
export const published = { '': entry('index'), '/express': entry('express/index') } as const;
