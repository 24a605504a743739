import { disturbance } from './disturbance.js';

/** A secret is changed under everybody's hands, as its rules or a leak demand; whoever has the old one is shown out. */
export const secretRotation = disturbance('secrets', (secrets) => secrets.rotated(), {
  title:
    'the password of the services for the primary database is another, and sessions of the old one are ended, a few at a time',
  elsewhere:
    'change the password in the secret store and in the database (`alter role … password`), then end older sessions a few at a time with `pg_terminate_backend`',
});
