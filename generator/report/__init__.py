"""Write findings for those who can mend them: one model, five forms, the same French sentences."""

from generator.report.commands import workflow_commands as workflow_commands
from generator.report.data import as_json as as_json
from generator.report.markdown import markdown as markdown
from generator.report.markdown import safe as safe
from generator.report.markdown import summary as summary
from generator.report.model import Proposal as Proposal
from generator.report.model import report as report
from generator.report.page import html as html
from generator.report.terminal import told as told
