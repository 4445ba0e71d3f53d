import { Component, type ReactNode } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { ErrorState } from '#renderer/ui/ErrorState.tsx';
import styles from './ErrorBoundary.module.css';

interface Boundary {
  readonly error?: Error | undefined;
}

/** What stands in the window when our own code failed, in a view or in a promise nobody waited for. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, Boundary> {
  override state: Boundary = {};

  static getDerivedStateFromError(thrown: unknown): Boundary {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override componentDidMount(): void {
    window.addEventListener('unhandledrejection', this.rejected);
  }

  override componentWillUnmount(): void {
    window.removeEventListener('unhandledrejection', this.rejected);
  }

  private readonly rejected = (event: PromiseRejectionEvent): void => {
    this.setState(ErrorBoundary.getDerivedStateFromError(event.reason));
  };

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <main className={styles['page']}>
        <ErrorState
          title="Wireglass made a mistake"
          action={
            <div className={styles['actions']}>
              <Button
                variant="primary"
                icon="refresh"
                autoFocus
                onPress={() => {
                  window.location.reload();
                }}
              >
                Reload the window
              </Button>
              <Button
                onPress={() => {
                  this.setState({ error: undefined });
                }}
              >
                Go on without
              </Button>
              <CopyButton look="words" label="Copy details" text={error.stack ?? error.message} />
            </div>
          }
        >
          <p>History and trust are kept. Requests that were running go on and end up in the history.</p>
          <pre className={styles['message']}>{error.message}</pre>
        </ErrorState>
      </main>
    );
  }
}
