import type { ComponentChildren, JSX } from 'preact';
import { Codicon } from '../../shared/codicon';
import type { ToolName } from './settings';

/** The icon of a tool: of VS Code's own font where it has a fitting one since 1.103, else drawn here. */
export function ToolIcon({ tool }: { readonly tool: ToolName }): JSX.Element {
  switch (tool) {
    case 'brush':
      return (
        <Drawn>
          <path d="M13.5 2.5 7 9M5.6 8.9c1.3 0 2 .9 2 2 0 1.8-1.6 2.6-4.6 2.6 1-.8.9-1.5.9-2.6s.6-2 1.7-2Z" />
        </Drawn>
      );
    case 'eraser':
      return (
        <Drawn>
          <path d="m2.6 9.9 6.9-6.9a1 1 0 0 1 1.4 0l2.5 2.5a1 1 0 0 1 0 1.4l-6.6 6.6H5.5l-2.9-2.9a.5.5 0 0 1 0-.7ZM6 6.5l4 4M6.5 13.5h7" />
        </Drawn>
      );
    case 'rectangle':
      return <Codicon name="primitive-square" />;
    case 'ellipse':
      return <Codicon name="circle-large" />;
    case 'lasso':
      return (
        <Drawn>
          <path d="M4.6 9.6C3.3 9 2.5 8 2.5 6.9c0-2.2 2.5-3.9 5.5-3.9s5.5 1.7 5.5 3.9-2.5 3.8-5.5 3.8c-.6 0-1.2-.1-1.7-.2" />
          <path d="M5.5 11.3a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4Zm0 0c0 1.2-.8 2-2 2.200" />
        </Drawn>
      );
    case 'polygon':
      return (
        <Drawn>
          <path d="m3 6.5 5.5-4 5 4.5-2 6.5H5Z" />
        </Drawn>
      );
    case 'wand':
      return <Codicon name="wand" />;
  }
}

function Drawn({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <svg
      class="drawnIcon"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      stroke-linejoin="round"
      stroke-linecap="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}
