import { Suspense } from 'react';
import { closeTrustDialog, useTrustDialogs, type TrustDialog } from '#renderer/state/trustDialogs.ts';
import { later } from '#renderer/ui/later.tsx';

const exceptionDialog = later(
  async () => (await import('#renderer/features/trust/ExceptionDialog.tsx')).ExceptionDialog,
);
const refuseDialog = later(
  async () => (await import('#renderer/features/trust/RefuseCertificateDialog.tsx')).RefuseCertificateDialog,
);
const identityDialog = later(async () => (await import('#renderer/features/trust/IdentityDialog.tsx')).IdentityDialog);
const { Component: ExceptionDialog } = exceptionDialog;
const { Component: RefuseCertificateDialog } = refuseDialog;
const { Component: IdentityDialog } = identityDialog;

/** Fetches them ahead: opening one must not wait. */
export function preloadTrustDialogs(): void {
  for (const { preload } of [exceptionDialog, refuseDialog, identityDialog]) void preload();
}

/** The decision about trust that some place of the window asked for. */
export function TrustDialogs() {
  const open = useTrustDialogs((state) => state.open);
  return <Suspense fallback={null}>{open === undefined ? null : <Shown dialog={open} />}</Suspense>;
}

function Shown({ dialog }: { readonly dialog: TrustDialog }) {
  switch (dialog.kind) {
    case 'except':
      return <ExceptionDialog {...dialog} onClose={closeTrustDialog} />;
    case 'refuse':
      return <RefuseCertificateDialog {...dialog} onClose={closeTrustDialog} />;
    case 'identity':
      return (
        <IdentityDialog
          hosts={dialog.hosts}
          onDone={dialog.onDone}
          onClose={() => {
            closeTrustDialog();
          }}
        />
      );
  }
}
