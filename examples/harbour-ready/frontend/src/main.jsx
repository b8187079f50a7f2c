import { createRoot } from 'react-dom/client';
import { Quay } from './quay.jsx';
import './quay.css';

createRoot(document.getElementById('root')).render(<Quay />);
