export const startingConfig = '';
