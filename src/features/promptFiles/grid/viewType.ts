/** Of the panels with grids; also in `package.json`, as an activation event. */
export const GRID_VIEW_TYPE = 'easel.grid';
