// k6 provides `console.log`; its published types leave it to the `dom` library, which would also promise what k6 lacks.
declare const console: { log(message: string): void };
