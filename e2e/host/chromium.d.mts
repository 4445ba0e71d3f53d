/** Path of a browser of the Chromium family, or undefined. CHROMIUM_PATH comes first and must exist. */
export function findChromium(environment?: NodeJS.ProcessEnv): string | undefined;
