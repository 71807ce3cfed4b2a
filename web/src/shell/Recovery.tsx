import { Component, type ReactNode } from 'react';
import { t } from '../i18n';

interface State {
  failed: boolean;
}

/** A fault of ours in one part is shown there, and that part can be tried again. */
export class Recovery extends Component<{ children: ReactNode }, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="panel" role="alert">
        <p>{t('problem.unknown')}</p>
        <button type="button" onClick={() => this.setState({ failed: false })}>{t('action.try_now')}</button>
      </div>
    );
  }
}
