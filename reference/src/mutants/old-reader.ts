import type { Store } from '@attest/chaos';

/** Asks the first primary whenever the present one is meant: an address that nobody changed after the failover. */
export function readingOldPrimary(store: Store, firstPrimary: string): Store {
  const asked = async (region: string) => (region === (await store.primary()).region ? firstPrimary : region);
  const { accountOfLog } = store;
  return {
    ...store,
    readRows: async (region) => store.readRows(await asked(region)),
    ...(accountOfLog && {
      accountOfLog: async (region: string, xids: readonly string[]) => ({
        ...(await accountOfLog(await asked(region), xids)),
        node: region,
      }),
    }),
  };
}
