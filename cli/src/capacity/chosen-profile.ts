import { type ProfileName, profileNames } from '@attest/loadtests';
import { findNamed } from '../find-named.js';

/** What `--profile` names; an ordinary load when it was left out. @throws CliError `unknown-name` */
export function chosenProfile(name = 'load'): ProfileName {
  const known = Object.fromEntries(profileNames.map((profile) => [profile, profile]));
  const [profile] = findNamed('profile', [name], known, `one of ${profileNames.join(', ')}`);
  return profile as ProfileName;
}
