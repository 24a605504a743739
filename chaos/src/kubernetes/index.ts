export type { KubernetesRegion, KubernetesSite, ProbeAnswer, SiteClock } from './kubernetes-site.js';
export { type KubernetesTargetFacts, kubernetesTarget } from './kubernetes-target.js';
export { type JournalledObject, leftovers, takeAway, UndoJournal } from './undo-journal.js';
