import * as Primitive from '@radix-ui/react-dialog';
import { type ReactNode, useRef } from 'react';
import { t } from '../i18n';

interface DialogProps {
  title: string;
  isOpen: boolean;
  close: () => void;
  children: ReactNode;
  /** A dialog that must be answered has no way past it. */
  isRequired?: boolean;
}

// Radix's own overlay injects a <style> element, which the Content-Security-Policy refuses; ours is plain CSS.
export function Dialog({ title, isOpen, close, children, isRequired = false }: DialogProps) {
  const stay = (event: Event) => isRequired && event.preventDefault();
  const before = useRef<Element | null>(null);
  const goBack = (event: Event) => {
    event.preventDefault();
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  return (
    <Primitive.Root open={isOpen} onOpenChange={(open) => !open && !isRequired && close()}>
      <Primitive.Portal>
        <div className="overlay" />
        <Primitive.Content
          className="dialog"
          aria-describedby={undefined}
          onOpenAutoFocus={() => (before.current = document.activeElement)}
          onCloseAutoFocus={goBack}
          onEscapeKeyDown={stay}
          onPointerDownOutside={stay}
        >
          <header className="panel-head">
            <Primitive.Title>{title}</Primitive.Title>
            {!isRequired && (
              <Primitive.Close className="quiet small" aria-label={t('action.close')}>
                ✕
              </Primitive.Close>
            )}
          </header>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

interface QuestionProps {
  title: string;
  text: string;
  yes: string;
  isOpen: boolean;
  close: () => void;
  agree: () => void;
}

export function Question({ title, text, yes, isOpen, close, agree }: QuestionProps) {
  return (
    <Dialog title={title} isOpen={isOpen} close={close}>
      <p>{text}</p>
      <div className="actions">
        <button type="button" onClick={() => { close(); agree(); }}>
          {yes}
        </button>
        <button type="button" className="quiet" onClick={close}>
          {t('action.cancel')}
        </button>
      </div>
    </Dialog>
  );
}
