import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { CanvasController, CanvasForm } from './controller';
import type { CanvasPicture, ToolName } from './settings';
import type { Speaker } from './speaker';
import type { CanvasText } from './texts';

interface NumberFormProps {
  readonly form: CanvasForm;
  readonly tool: ToolName;
  readonly picture: CanvasPicture;
  readonly controller: CanvasController;
  readonly speaker: Speaker;
  /** The form is done with, and the canvas takes the focus. */
  readonly onClose: () => void;
}

interface Field {
  readonly id: string;
  readonly label: CanvasText;
  readonly value: number;
  readonly min: number;
  readonly max: number;
}

/** A small form over the canvas: a shape, or a distance, by numbers in pixels of the picture. It is not modal. */
export function NumberForm(props: NumberFormProps): JSX.Element {
  const { form, tool, picture, controller, speaker } = props;
  const isPoint = form === 'shape' && (tool === 'polygon' || tool === 'lasso');
  const fields = fieldsOf(form, isPoint, picture);
  const [values, setValues] = useState<Readonly<Record<string, number>>>(() =>
    Object.fromEntries(fields.map(({ id, value }) => [id, value])),
  );
  const firstInput = useRef<HTMLInputElement>(null);
  const ids = useId();
  useEffect(() => {
    firstInput.current?.select();
  }, [form]);

  const value = (id: string): number => values[id] ?? 0;
  const apply = (): void => {
    if (isPoint) {
      // The form stays for the next point; Enter on the canvas closes the shape.
      controller.addPointByNumbers({ x: value('x'), y: value('y') });
      firstInput.current?.select();
      return;
    }
    if (form === 'shape') {
      controller.fillByNumbers({
        left: value('left'),
        top: value('top'),
        width: value('width'),
        height: value('height'),
      });
    } else {
      controller.adjust(form, value('distance'));
    }
    props.onClose();
  };
  return (
    <div
      class="numberForm"
      role="dialog"
      aria-labelledby={`${ids}title`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        props.onClose();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <div class="numberFormTitle" id={`${ids}title`}>
          {titleOf(form, isPoint ? tool : boxTool(tool), speaker)}
        </div>
        <div class="numberFormFields">
          {fields.map(({ id, label, min, max }, index) => (
            <label key={id}>
              <span>{speaker.text(label)}</span>
              <input
                {...(index === 0 ? { ref: firstInput } : {})}
                type="number"
                required
                step={1}
                min={min}
                max={max}
                value={value(id)}
                onInput={(event) => setValues({ ...values, [id]: event.currentTarget.valueAsNumber })}
              />
            </label>
          ))}
        </div>
        <div class="numberFormButtons">
          <button type="submit" class="primaryButton">
            {speaker.text(isPoint ? 'form.addPoint' : 'form.apply')}
          </button>
          <button type="button" class="secondaryButton" onClick={() => props.onClose()}>
            {speaker.text('form.cancel')}
          </button>
        </div>
      </form>
    </div>
  );
}

function fieldsOf(form: CanvasForm, isPoint: boolean, { width, height }: CanvasPicture): readonly Field[] {
  if (form !== 'shape') return [{ id: 'distance', label: 'form.distance', value: 8, min: 1, max: 1000 }];
  if (isPoint) {
    return [
      { id: 'x', label: 'form.x', value: 0, min: 0, max: width },
      { id: 'y', label: 'form.y', value: 0, min: 0, max: height },
    ];
  }
  return [
    { id: 'left', label: 'form.left', value: 0, min: 0, max: width - 1 },
    { id: 'top', label: 'form.top', value: 0, min: 0, max: height - 1 },
    { id: 'width', label: 'form.width', value: Math.round(width / 4), min: 1, max: width },
    { id: 'height', label: 'form.height', value: Math.round(height / 4), min: 1, max: height },
  ];
}

function boxTool(tool: ToolName): ToolName {
  return tool === 'ellipse' ? 'ellipse' : 'rectangle';
}

function titleOf(form: CanvasForm, tool: ToolName, speaker: Speaker): string {
  return form === 'shape'
    ? speaker.text('form.shape', speaker.text(`tool.${tool}`))
    : speaker.text(`form.${form}`);
}
