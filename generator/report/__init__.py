"""Write findings for those who can mend them: terminal, job summary, annotations. In French."""

from generator.report.commands import workflow_commands as workflow_commands
from generator.report.markdown import summary as summary
from generator.report.terminal import told as told
