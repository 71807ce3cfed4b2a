import { type DragEvent, useId, useState } from 'react';
import { bytesText } from '../../format/numbers';
import { t } from '../../i18n';
import { previewOf, typeOf } from './statement_file';

export interface Statement {
  file: File;
  type: string;
  /** The beginning of it. */
  text: string;
}

const looksAtBytes = 64 * 1024;

async function statementOf(file: File): Promise<Statement | null> {
  const type = typeOf(file.name);
  return type ? { file, type, text: await file.slice(0, looksAtBytes).text() } : null;
}

/** The first rows as they are in the file. */
export function Preview({ statement }: { statement: Statement }) {
  return (
    <>
      <p className="soft small-text">{t('import.preview', { name: statement.file.name, size: bytesText(statement.file.size) })}</p>
      <div className="scroll" tabIndex={0} role="group" aria-label={t('import.preview_label')}>
        <table className="rows preview">
          <tbody>
            {previewOf(statement.text).map((cells, row) => (
              <tr key={row}>{cells.map((cell, column) => <td key={column}>{cell}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

export function FilePicker({ chosen }: { chosen: (statement: Statement | null) => void }) {
  const id = useId();
  const [fault, setFault] = useState('');
  const [isOver, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    const statement = await statementOf(file);
    setFault(statement ? '' : t('import.not_a_statement', { name: file.name }));
    chosen(statement);
  };
  const onDrag = (event: DragEvent) => {
    event.preventDefault();
    setOver(event.type === 'dragover');
    if (event.type === 'drop') void take(event.dataTransfer.files[0]);
  };
  return (
    <div className={`drop ${isOver ? 'over' : ''}`} onDragOver={onDrag} onDragLeave={onDrag} onDrop={onDrag}>
      <label htmlFor={id}>{t('import.choose')}</label>
      <input id={id} type="file" accept=".csv,.tsv,.txt,.ofx,.qfx" onChange={(event) => void take(event.target.files?.[0])} />
      {fault ? <p className="fault" role="alert">{fault}</p> : <p className="soft small-text">{t('import.kinds')}</p>}
    </div>
  );
}
