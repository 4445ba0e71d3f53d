/** 'TLSv1.3' → 'TLS 1.3'. */
export function versionWord(version: string): string {
  return version.replace(/^TLSv/, 'TLS ').replace(/^SSLv/, 'SSL ');
}

/** True before TLS 1.3, where more was agreed on by extensions; false while the version is not known. */
export function isOldVersion(version: string | undefined): boolean {
  return version !== undefined && version !== 'TLSv1.3';
}
