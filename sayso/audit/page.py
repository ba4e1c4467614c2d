"""stub"""
def page(record, root):
    return ""
